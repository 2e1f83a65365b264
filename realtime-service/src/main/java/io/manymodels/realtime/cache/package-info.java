/** Models in memory: loaded once on first use, bounded by bytes, the least useful evicted. */
@NullMarked
package io.manymodels.realtime.cache;

import org.jspecify.annotations.NullMarked;
