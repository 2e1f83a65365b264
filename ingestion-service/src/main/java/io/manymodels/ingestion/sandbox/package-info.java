/** DuckDB as a sandbox for a user's SQL: a database of its own for each ingestion, its limits, the gate before it. */
@NullMarked
package io.manymodels.ingestion.sandbox;

import org.jspecify.annotations.NullMarked;
