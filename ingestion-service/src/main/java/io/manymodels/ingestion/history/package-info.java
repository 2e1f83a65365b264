/** What is known of one key: its rows out of the lake, over REST. */
@NullMarked
package io.manymodels.ingestion.history;

import org.jspecify.annotations.NullMarked;
