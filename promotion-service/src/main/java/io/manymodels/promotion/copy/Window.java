package io.manymodels.promotion.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring bodies of one object that are read by one request.
 *
 * @param offset of the first byte
 * @param end    behind the last byte
 */
record Window(String object, long offset, long end, List<Artefact> artefacts) {

    private static final long LARGEST = 8L << 20;
    /** Reading bytes in between that nobody wants is cheaper than another request. */
    private static final long LARGEST_GAP = 64L << 10;

    /** @param inOrder by object, then by offset of the body */
    static List<Window> cut(List<Artefact> inOrder) {
        var windows = new ArrayList<Window>();
        var members = new ArrayList<Artefact>();
        long end = 0;
        for (var artefact : inOrder) {
            if (!members.isEmpty() && !joins(members.getFirst(), end, artefact)) {
                windows.add(of(members, end));
                members.clear();
            }
            end = members.isEmpty() ? artefact.bodyEnd() : Math.max(end, artefact.bodyEnd());
            members.add(artefact);
        }
        if (!members.isEmpty()) {
            windows.add(of(members, end));
        }
        return windows;
    }

    private static boolean joins(Artefact first, long end, Artefact next) {
        return next.object().equals(first.object()) && next.bodyOffset() - end <= LARGEST_GAP
                && next.bodyEnd() - first.bodyOffset() <= LARGEST;
    }

    private static Window of(List<Artefact> members, long end) {
        return new Window(members.getFirst().object(), members.getFirst().bodyOffset(), end, List.copyOf(members));
    }
}
