package org.memn2n.data.simulation;

import java.util.Arrays;
import java.util.Objects;

/**
 * Who is where and who holds what, and which sentence told it.
 *
 * <p>People, places and objects are numbered from 0. At the start everybody and everything is somewhere,
 * but nothing of it has been told. The state changes only by {@link #apply}. Not safe for several threads.
 */
public final class World {
    /** The holder of an object that lies in a place. */
    public static final int NOBODY = -1;

    /** The sentence number of a fact that no sentence has told; told facts have numbers from 1. */
    public static final int UNTOLD = 0;

    private final int places;
    private final int[] placeOfPerson;
    private final int[] placeSentenceOfPerson;
    private final int[] holder;
    private final int[] handlingSentence;
    /** Where an object lies and which move told it; without meaning while somebody holds the object. */
    private final int[] lyingPlace;

    private final int[] lyingPlaceSentence;
    private int lastSentence = UNTOLD;

    /**
     * A world of which nothing has been told.
     *
     * @param places the number of places
     * @param placeOfPerson for each person the place at the start; copied
     * @param placeOfObject for each object the place where it lies at the start; copied
     * @throws IndexOutOfBoundsException if a person or an object is in no place of this world
     */
    public World(int places, int[] placeOfPerson, int[] placeOfObject) {
        this.places = places;
        this.placeOfPerson = placeOfPerson.clone();
        this.lyingPlace = placeOfObject.clone();
        for (int place : this.placeOfPerson) {
            Objects.checkIndex(place, places);
        }
        for (int place : this.lyingPlace) {
            Objects.checkIndex(place, places);
        }
        this.placeSentenceOfPerson = new int[placeOfPerson.length];
        this.holder = new int[placeOfObject.length];
        Arrays.fill(holder, NOBODY);
        this.handlingSentence = new int[placeOfObject.length];
        this.lyingPlaceSentence = new int[placeOfObject.length];
    }

    /**
     * Lets the event happen, told by the sentence of this number.
     *
     * @throws ImpossibleEventException if the event's precondition does not hold; nothing has changed then
     * @throws IllegalArgumentException if the number is not above that of the sentence before
     * @throws IndexOutOfBoundsException if the event names a person, place or object this world lacks
     */
    public void apply(Event event, int sentence) {
        if (sentence <= lastSentence) {
            throw new IllegalArgumentException(
                    "sentence " + sentence + " cannot follow sentence " + lastSentence + ": numbers must rise from 1");
        }
        event.obstacle(this).ifPresent(obstacle -> {
            throw new ImpossibleEventException("sentence " + sentence + ": " + event + ": " + obstacle);
        });
        lastSentence = sentence;
        if (event instanceof Event.Move move) {
            placeOfPerson[move.person()] = move.place();
            placeSentenceOfPerson[move.person()] = sentence;
        } else if (event instanceof Event.Take take) {
            holder[take.object()] = take.person();
            handlingSentence[take.object()] = sentence;
        } else {
            Event.Drop drop = (Event.Drop) event;
            int object = drop.object();
            holder[object] = NOBODY;
            handlingSentence[object] = sentence;
            // The object stays where its holder was: later moves of that person tell nothing about it.
            lyingPlace[object] = placeOfPerson[drop.person()];
            lyingPlaceSentence[object] = placeSentenceOfPerson[drop.person()];
        }
    }

    /** The number of people. */
    public int people() {
        return placeOfPerson.length;
    }

    /** The number of places. */
    public int places() {
        return places;
    }

    /** The number of objects. */
    public int objects() {
        return holder.length;
    }

    /** The place where the person is, told or not. */
    public int placeOfPerson(int person) {
        return placeOfPerson[person];
    }

    /** The sentence that told where the person is, or {@link #UNTOLD}. */
    public int placeSentenceOfPerson(int person) {
        return placeSentenceOfPerson[person];
    }

    /** The person who holds the object, or {@link #NOBODY}. */
    public int holder(int object) {
        return holder[object];
    }

    /** The sentence that told who took or dropped the object last, or {@link #UNTOLD}. */
    public int handlingSentence(int object) {
        return handlingSentence[object];
    }

    /** The place where the object is, in somebody's hands or not, told or not. */
    public int placeOfObject(int object) {
        return holder[object] == NOBODY ? lyingPlace[object] : placeOfPerson[holder[object]];
    }

    /**
     * The sentence that told the place in which the object is: the last move of its holder or, when it
     * was dropped, the last move before that of the person who dropped it. {@link #UNTOLD} if there is none.
     */
    public int placeSentenceOfObject(int object) {
        return holder[object] == NOBODY ? lyingPlaceSentence[object] : placeSentenceOfPerson[holder[object]];
    }
}
