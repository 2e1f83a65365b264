/**
 * The one mapping from rows to features, for training and for serving, so that the two cannot differ. Used by training,
 * scoring and realtime.
 */
@NullMarked
package io.manymodels.features;

import org.jspecify.annotations.NullMarked;
