"""Files: safe upload, storage by content, download for readers the owning room registers."""
