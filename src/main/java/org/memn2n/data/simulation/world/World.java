package org.memn2n.data.simulation.world;

import java.util.Objects;
import java.util.Optional;
import org.memn2n.random.SplitMix;

/**
 * Who is where and who holds what, and which sentence told it.
 *
 * <p>People, places and objects are numbered from 0. At the start everybody and everything is somewhere, but nothing
 * of it has been told. The state changes only by {@link #apply}. Not safe for several threads.
 */
public final class World {
    /** The holder of an object that lies in a place. */
    public static final int NOBODY = -1;

    /** The line of a fact that no sentence has told; told facts have lines from 1. */
    public static final int UNTOLD = 0;

    private final int places;
    private final Groups people;
    /** Groups below the number of places are places, those from there on are people's hands. */
    private final Groups objects;

    private final int[] placeLine;
    private final int[] formerPlace;
    private final int[] formerPlaceLine;
    private final int[] handlingLine;
    /** Which move told where an object lies; without meaning while somebody holds the object. */
    private final int[] lyingLine;

    private int toldPeople;
    private int lastLine = UNTOLD;

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
        this.people = new Groups(places, placeOfPerson);
        this.objects = new Groups(places + placeOfPerson.length, placeOfObject);
        this.placeLine = new int[placeOfPerson.length];
        this.formerPlace = new int[placeOfPerson.length];
        this.formerPlaceLine = new int[placeOfPerson.length];
        this.handlingLine = new int[placeOfObject.length];
        this.lyingLine = new int[placeOfObject.length];
        for (int object = 0; object < placeOfObject.length; object++) {
            if (placeOfObject[object] >= places) {
                throw new IndexOutOfBoundsException("object " + object + " is in place " + placeOfObject[object]
                        + ", but there are " + places + " places");
            }
        }
    }

    /** A world with everybody and everything in a place drawn at random. */
    public static World random(int people, int places, int objects, SplitMix random) {
        return new World(places, drawn(people, places, random), drawn(objects, places, random));
    }

    private static int[] drawn(int count, int bound, SplitMix random) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random.below(bound);
        }
        return drawn;
    }

    /** What keeps a move, take, drop or gift from happening in this world, empty if it can happen. */
    public Optional<String> obstacle(Clause event) {
        int person = event.first();
        int thing = event.second();
        String obstacle = switch (event.kind()) {
            case MOVE ->
                Objects.checkIndex(thing, places) == placeOfPerson(person)
                        ? "person " + person + " is in place " + thing + " already"
                        : "";
            case TAKE ->
                objects.groupOf(thing) == placeOfPerson(person)
                        ? ""
                        : "object " + thing + " does not lie in place " + placeOfPerson(person) + ", where person "
                                + person + " is";
            case DROP -> obstacleToLettingGo(person, thing);
            case GIVE ->
                event.third() == person || placeOfPerson(event.third()) != placeOfPerson(person)
                        ? "person " + event.third() + " is not somebody beside person " + person
                        : obstacleToLettingGo(person, thing);
            default -> "it is no event of this world";
        };
        return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
    }

    private String obstacleToLettingGo(int person, int object) {
        return holder(object) == person ? "" : "person " + person + " does not hold object " + object;
    }

    /**
     * Lets the event happen, told by the sentence in this line.
     *
     * @param event a move, take, drop or gift
     * @throws ImpossibleEventException if the event cannot happen; nothing has changed then
     * @throws IllegalArgumentException if the line is not below that of the sentence before
     * @throws IndexOutOfBoundsException if the event names a person, place or object this world lacks
     */
    public void apply(Clause event, int line) {
        if (line <= lastLine) {
            throw new IllegalArgumentException(
                    "line " + line + " cannot follow line " + lastLine + "; lines must rise from 1");
        }
        Optional<String> obstacle = obstacle(event);
        if (obstacle.isPresent()) {
            throw new ImpossibleEventException("line " + line + ": " + event + ": " + obstacle.get());
        }
        lastLine = line;
        int person = event.first();
        int thing = event.second();
        if (event.kind() == SentenceKind.MOVE) {
            formerPlace[person] = placeOfPerson(person);
            formerPlaceLine[person] = placeLine[person];
            people.move(person, thing);
            toldPeople += placeLine[person] == UNTOLD ? 1 : 0;
            placeLine[person] = line;
            return;
        }
        handlingLine[thing] = line;
        if (event.kind() == SentenceKind.DROP) {
            objects.move(thing, placeOfPerson(person));
            // The object stays where its holder was: later moves of that person tell nothing about it.
            lyingLine[thing] = placeLine[person];
        } else {
            objects.move(thing, places + (event.kind() == SentenceKind.GIVE ? event.third() : person));
        }
    }

    /** The number of people. */
    public int people() {
        return people.items();
    }

    /** The number of places. */
    public int places() {
        return places;
    }

    /** The number of objects. */
    public int objects() {
        return objects.items();
    }

    /** How many people have been told to be somewhere. */
    public int toldPeople() {
        return toldPeople;
    }

    /** The place where the person is, told or not. */
    public int placeOfPerson(int person) {
        return people.groupOf(person);
    }

    /** The line of the person's last move, or {@link #UNTOLD}. */
    public int placeLineOfPerson(int person) {
        return placeLine[person];
    }

    /** The place where the person was before the last move; without meaning before the first. */
    public int formerPlaceOfPerson(int person) {
        return formerPlace[person];
    }

    /** The line of the person's move before the last, or {@link #UNTOLD}. */
    public int formerPlaceLineOfPerson(int person) {
        return formerPlaceLine[person];
    }

    /** How many people are in the place. */
    public int peopleIn(int place) {
        return people.count(place);
    }

    /** The person of this index, from 0, among those in the place. */
    public int personIn(int place, int index) {
        return people.item(place, index);
    }

    /** How many objects lie in the place. */
    public int lyingIn(int place) {
        return objects.count(place);
    }

    /** The object of this index, from 0, among those that lie in the place. */
    public int objectIn(int place, int index) {
        return objects.item(place, index);
    }

    /** How many objects the person holds. */
    public int heldBy(int person) {
        return objects.count(places + person);
    }

    /** The object of this index, from 0, among those the person holds, in the order in which they were got. */
    public int objectHeldBy(int person, int index) {
        return objects.item(places + person, index);
    }

    /** The person who holds the object, or {@link #NOBODY}. */
    public int holder(int object) {
        int group = objects.groupOf(object);
        return group < places ? NOBODY : group - places;
    }

    /** The line that told who took, dropped or gave the object last, or {@link #UNTOLD}. */
    public int handlingLine(int object) {
        return handlingLine[object];
    }

    /** The place where the object is, in somebody's hands or not, told or not. */
    public int placeOfObject(int object) {
        int group = objects.groupOf(object);
        return group < places ? group : placeOfPerson(group - places);
    }

    /**
     * The line that told the place in which the object is: the last move of its holder or, when it was dropped, the
     * last move before that of the person who dropped it. {@link #UNTOLD} if there is none.
     */
    public int placeLineOfObject(int object) {
        int holder = holder(object);
        return holder == NOBODY ? lyingLine[object] : placeLine[holder];
    }
}
