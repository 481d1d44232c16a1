package org.memn2n.data.simulation.world;

import java.util.Arrays;

/**
 * Items in groups, each item in one: objects in places and hands, people in places. A group keeps its items in the
 * order in which they came to it. Moving an item takes the same time in a world of any size.
 */
final class Groups {
    private static final int NONE = -1;

    private final int[] groupOf;
    private final int[] next;
    private final int[] previous;
    private final int[] first;
    private final int[] last;
    private final int[] count;

    /** Items numbered from 0, item i in group {@code groupOf[i]}; the array is copied. */
    Groups(int groups, int[] groupOf) {
        this.groupOf = groupOf.clone();
        this.next = new int[groupOf.length];
        this.previous = new int[groupOf.length];
        this.first = new int[groups];
        this.last = new int[groups];
        this.count = new int[groups];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
        for (int item = 0; item < groupOf.length; item++) {
            append(item, groupOf[item]);
        }
    }

    int items() {
        return groupOf.length;
    }

    int groupOf(int item) {
        return groupOf[item];
    }

    int count(int group) {
        return count[group];
    }

    /** The item of this index, from 0, in the order in which the group's items came to it. */
    int item(int group, int index) {
        int item = first[group];
        for (int i = 0; i < index; i++) {
            item = next[item];
        }
        return item;
    }

    void move(int item, int group) {
        remove(item);
        append(item, group);
    }

    private void remove(int item) {
        int group = groupOf[item];
        int before = previous[item];
        int after = next[item];
        if (before == NONE) {
            first[group] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            last[group] = before;
        } else {
            previous[after] = before;
        }
        count[group]--;
    }

    private void append(int item, int group) {
        int before = last[group];
        previous[item] = before;
        next[item] = NONE;
        if (before == NONE) {
            first[group] = item;
        } else {
            next[before] = item;
        }
        last[group] = item;
        groupOf[item] = group;
        count[group]++;
    }
}
