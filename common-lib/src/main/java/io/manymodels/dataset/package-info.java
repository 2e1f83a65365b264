/**
 * Partitions as arrays: columns and time axis of a snapshot, its catalogue, and the reader that streams partitions out of
 * the lake. Used by every service but promotion.
 */
@NullMarked
package io.manymodels.dataset;

import org.jspecify.annotations.NullMarked;
