/** The training service: trains, backtests and registers one model per key. Holds the application class alone. */
@NullMarked
package io.manymodels.training;

import org.jspecify.annotations.NullMarked;
