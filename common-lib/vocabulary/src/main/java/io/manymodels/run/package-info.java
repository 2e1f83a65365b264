/** What every service and client calls a run: its id, its kind, its states, the outcomes of its partitions. */
@NullMarked
package io.manymodels.run;

import org.jspecify.annotations.NullMarked;
