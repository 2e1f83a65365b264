/** One trace for all that follows from a request, through tables and messages. Used by every service. */
@NullMarked
package io.manymodels.work.trace;

import org.jspecify.annotations.NullMarked;
