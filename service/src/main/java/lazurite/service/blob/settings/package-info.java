/**
 * What an account says of its Blob service: logging, metrics, retention, website; in bytes and as the
 * document that sets it.
 */
@NullMarked
package lazurite.service.blob.settings;

import org.jspecify.annotations.NullMarked;
