/** The realtime service: predictions on request, from the models of the current release. */
@NullMarked
package io.manymodels.realtime;

import org.jspecify.annotations.NullMarked;
