/** Public holidays of countries and regions, by Jollyday. Private to ingestion-service: what it says goes with snapshots and models. */
@NullMarked
package io.manymodels.ingestion.holiday;

import org.jspecify.annotations.NullMarked;
