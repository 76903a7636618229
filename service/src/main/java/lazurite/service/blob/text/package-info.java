/** Forms of text that the protocol uses: numbers, dates, base64, XML, names of blobs in paths. */
@NullMarked
package lazurite.service.blob.text;

import org.jspecify.annotations.NullMarked;
