/** What plain JDBC lacks: bulk loading by binary COPY, and quoted names. */
@NullMarked
package io.manymodels.sql;

import org.jspecify.annotations.NullMarked;
