/** The families and their versions over REST. */
@NullMarked
package io.manymodels.ingestion.family;

import org.jspecify.annotations.NullMarked;
