/** Finding the platform and talking REST with it. */
@NullMarked
package io.manymodels.cli.connection;

import org.jspecify.annotations.NullMarked;
