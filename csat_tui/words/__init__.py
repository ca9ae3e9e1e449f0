"""How things are called where a person reads them: codes to words, in the language in force."""
