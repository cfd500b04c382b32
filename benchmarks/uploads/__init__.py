"""Files of people's programs, spoilt by chance, against the readers."""
