/** What realtime knows of releases: which is current, what its family looks like, which model answers for a key. */
@NullMarked
package io.manymodels.realtime.release;

import org.jspecify.annotations.NullMarked;
