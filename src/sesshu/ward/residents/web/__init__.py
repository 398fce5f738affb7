"""Pages of residents: finding one, the page of one, protected contacts by two people, registry files."""
