/** The page of the realtime service. */
@NullMarked
package io.manymodels.console.realtime;

import org.jspecify.annotations.NullMarked;
