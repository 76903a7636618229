"""Microsoft's Python client against a server over HTTPS whose accounts have everything that can be configured.

Environment: see whole/client.py.
"""

import sys
import unittest

from whole import append_blobs, copies, encryption, immutability, leases, page_blobs, queries, service, tags_and_batches, tiers, versions

PARTS = [append_blobs, copies, encryption, immutability, leases, page_blobs, queries, service, tags_and_batches, tiers, versions]

if __name__ == "__main__":
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromModule(part) for part in PARTS)
    sys.exit(0 if unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful() else 1)
