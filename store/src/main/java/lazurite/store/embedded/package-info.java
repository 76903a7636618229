/** The engine of one machine: RocksDB for metadata, files for extents. The only importer of org.rocksdb. */
@NullMarked
package lazurite.store.embedded;

import org.jspecify.annotations.NullMarked;
