/** CSV files that are written plainly, made into Parquet without DuckDB, which takes several times as long to read them. */
@NullMarked
package io.manymodels.ingestion.plain;

import org.jspecify.annotations.NullMarked;
