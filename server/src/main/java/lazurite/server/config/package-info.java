/** Settings: one YAML file, flags and environment, read into immutable records. */
@NullMarked
package lazurite.server.config;

import org.jspecify.annotations.NullMarked;
