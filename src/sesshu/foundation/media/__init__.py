"""The media ledger (媒体管理簿): files leave encrypted, approved by another, and are followed home (R8)."""
