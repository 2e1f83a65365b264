/** Which model wins a key: windows, judging, the choice between variants, and the result of it. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.contest;

import org.jspecify.annotations.NullMarked;
