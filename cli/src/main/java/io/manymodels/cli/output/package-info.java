/** What people and machines read: terminal, tables, progress. */
@NullMarked
package io.manymodels.cli.output;

import org.jspecify.annotations.NullMarked;
