"""Claims about trials against the records that registries keep of them."""
