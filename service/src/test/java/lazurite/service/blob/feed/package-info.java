@NullMarked
package lazurite.service.blob.feed;

import org.jspecify.annotations.NullMarked;
