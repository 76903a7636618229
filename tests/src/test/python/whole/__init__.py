"""The whole Blob service by Microsoft's Python client, a file for each part of it."""
