/** The reader that streams partitions out of the lake. Used by training and scoring. */
@NullMarked
package io.manymodels.lake;

import org.jspecify.annotations.NullMarked;
