/** Predictions for rows of any keys of a family: checked, matched with models, answered in the order of the request. */
@NullMarked
package io.manymodels.realtime.predict;

import org.jspecify.annotations.NullMarked;
