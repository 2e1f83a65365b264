/** The folder that files are put into to be read: what a location there names, and nothing outside it. */
@NullMarked
package io.manymodels.ingestion.landing;

import org.jspecify.annotations.NullMarked;
