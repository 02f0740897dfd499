"""What there is to read and watch: the library, who has watched what, and the steps it does."""
