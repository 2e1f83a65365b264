/** Work with progress: run, backtest. */
@NullMarked
package io.manymodels.cli.run;

import org.jspecify.annotations.NullMarked;
