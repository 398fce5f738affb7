"""国保連: claims of clinics that come by way of it, held against the records, paid, answered (V106)."""
