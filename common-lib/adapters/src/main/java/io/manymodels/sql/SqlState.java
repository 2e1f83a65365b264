package io.manymodels.sql;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** Why PostgreSQL refused something, by its SQLSTATE. */
public final class SqlState {

    /** Character not in repertoire, untranslatable character. */
    private static final Set<String> CHARACTERS = Set.of("22021", "22P05");

    /** Deadlock detected, lock not available. */
    private static final Set<String> LOCKS = Set.of("40P01", "55P03");

    private SqlState() {}

    /** Whether a text was refused because it holds a character that cannot be stored, such as NUL. */
    public static boolean isOfCharacter(Exception problem) {
        return isOneOf(CHARACTERS, problem);
    }

    /** Whether a statement was given up because others held locks: the same may succeed a moment later. */
    public static boolean isOfLocks(Exception problem) {
        return isOneOf(LOCKS, problem);
    }

    private static boolean isOneOf(Set<String> states, Exception problem) {
        return NestedExceptionUtils.getMostSpecificCause(problem) instanceof SQLException refusal
                && refusal.getSQLState() != null && states.contains(refusal.getSQLState());
    }
}
