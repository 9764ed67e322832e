"""The outside that carries messages: a mail server, providers of SMS."""
