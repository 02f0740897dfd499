"""What is wrong in a pack whose files have the right shape, one function per section."""
