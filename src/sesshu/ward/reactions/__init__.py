"""副反応疑い: reports that come with screening forms, linked to the dose and handed on (B11, V114)."""
