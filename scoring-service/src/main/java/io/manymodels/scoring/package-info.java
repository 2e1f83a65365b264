/** The scoring service: batch predictions of a family as a run. */
@NullMarked
package io.manymodels.scoring;

import org.jspecify.annotations.NullMarked;
