package org.memn2n;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What every file of the project keeps to, as functions of its name and text. A name is relative to the
 * project and written with slashes. Words that are looked for are written so that they do not find themselves.
 */
final class HouseRules {
    /** One rule: the violations in a text, each with its line. */
    interface Rule {
        List<String> violations(String name, String text);
    }

    private static final int LONGEST = 400;
    private static final Pattern TYPE = Pattern.compile(
            "^public (?:(?:final|sealed|non-sealed|abstract|strictfp) )*(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.MULTILINE);

    private HouseRules() {}

    /** All rules by name. */
    static Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("length", HouseRules::length);
        rules.put("tab", lines("", "\t"));
        rules.put("unfinished", lines("", "\\b(?:TO[D]O|FIX[M]E|X[X]X)\\b"));
        rules.put("machine path", lines("", "(?<![\\w.])/(?:hom[e]|wor[k]|roo[t]|User[s]|tm[p])/"));
        rules.put("printing", lines("src/test/", "System\\.(?:ou[t]|er[r])\\b|\\.printStackTrac[e]\\("));
        rules.put("unseeded", lines("src/test/", unseeded()));
        rules.put("undocumented", HouseRules::undocumented);
        return rules;
    }

    private static String unseeded() {
        String clock = "(?:currentTimeMilli[s]|nanoTim[e])";
        return String.join(
                "|",
                "new (?:Secure|Splittable)?Rando[m]\\(\\)",
                "new (?:Well\\w+|MersenneTwister|JDKRandomGenerator|ISAACRandom)\\(\\)",
                "Math\\.rando[m]\\(",
                "ThreadLocalRando[m]",
                "UUID\\.randomUUI[D]",
                "Collections\\.shuffl[e]\\([^,()]*\\)",
                "(?i:rando[m]|well\\d|seed|inputs)\\w*(?:\\.of)?\\s*[(=][^;]*" + clock);
    }

    /** Every line below {@code folder} in which the pattern is found. */
    private static Rule lines(String folder, String pattern) {
        Pattern searched = Pattern.compile(pattern);
        return (name, text) -> {
            List<String> lines = text.lines().toList();
            return IntStream.range(0, name.startsWith(folder) ? lines.size() : 0)
                    .filter(i -> searched.matcher(lines.get(i)).find())
                    .mapToObj(i -> name + ":" + (i + 1) + ": " + lines.get(i).strip())
                    .toList();
        };
    }

    private static List<String> length(String name, String text) {
        long lines = text.lines().count();
        return name.startsWith("src/main/") && lines > LONGEST
                ? List.of(name + ": " + lines + " lines, at most " + LONGEST)
                : List.of();
    }

    /** A documentation comment stands between the imports and each public type that is not inside another. */
    private static List<String> undocumented(String name, String text) {
        List<String> violations = new ArrayList<>();
        if (name.startsWith("src/main/") && name.endsWith(".java")) {
            Matcher types = TYPE.matcher(text);
            while (types.find()) {
                String before = text.substring(0, types.start());
                String head = before.substring(Math.max(before.lastIndexOf("\nimport "), 0));
                if (!head.contains("\n/**")) {
                    violations.add(name + ": " + types.group(1) + " has no documentation");
                }
            }
        }
        return violations;
    }

    /** Folders of {@code src/main/java} with sources but without a {@code package-info.java}. */
    static List<String> packagesWithoutInfo(List<String> names) {
        Stream<String> folders = names.stream()
                .filter(name -> name.startsWith("src/main/java/") && name.endsWith(".java"))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .distinct();
        return folders.filter(folder -> !names.contains(folder + "/package-info.java"))
                .toList();
    }
}
