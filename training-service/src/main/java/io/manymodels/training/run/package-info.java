/** Training runs: what a run trains, how it is cut into tasks, and what a task and the end of a run write. Private to training-service. */
@NullMarked
package io.manymodels.training.run;

import org.jspecify.annotations.NullMarked;
