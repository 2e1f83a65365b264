/** Batch scoring of a family as a run: which models answer, which rows are scored, what becomes of each key. */
@NullMarked
package io.manymodels.scoring.run;

import org.jspecify.annotations.NullMarked;
