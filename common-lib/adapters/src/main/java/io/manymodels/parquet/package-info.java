/** Parquet files, written: pages that others have encoded become row groups, and these a file. */
@NullMarked
package io.manymodels.parquet;

import org.jspecify.annotations.NullMarked;
