/** Data files: generate, and CSV to Parquet. */
@NullMarked
package io.manymodels.cli.data;

import org.jspecify.annotations.NullMarked;
