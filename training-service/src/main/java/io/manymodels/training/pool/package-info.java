/** Models that keys share, as a stage of a training run: who is in a pool, which rows are read for it, and which pools keep their model. */
@NullMarked
package io.manymodels.training.pool;

import org.jspecify.annotations.NullMarked;
