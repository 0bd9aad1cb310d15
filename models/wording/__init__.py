"""Every sentence a person reads in chat, by occasion. Pure: facts in, words out; nothing is decided here."""
