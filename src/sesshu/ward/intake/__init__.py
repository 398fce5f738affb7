"""医療機関ファイルの取込み: checked row by row, put right, sampled against the paper, approved, recorded."""
