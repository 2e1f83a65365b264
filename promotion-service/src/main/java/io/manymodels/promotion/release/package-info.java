/** Releases: prepared unseen, published by one small transaction, read whole. Used by promotion runs, approval and rollback. */
@NullMarked
package io.manymodels.promotion.release;

import org.jspecify.annotations.NullMarked;
