/** From residuals to what intervals are made of, and other statistics of residuals. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.calibration;

import org.jspecify.annotations.NullMarked;
